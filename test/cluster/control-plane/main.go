// Command control-plane runs the two programs a real cluster's token answers come from, etcd and kube-apiserver, in
// one process on loopback. The arguments before "--" are its own, those after it are kube-apiserver's.
// It is the opt-in judge of the project's verdicts (npm run test:cluster); it is never part of the package.
package main

import (
	"flag"
	"fmt"
	"net/url"
	"os"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
	"k8s.io/component-base/cli"
	"k8s.io/kubernetes/cmd/kube-apiserver/app"
)

func main() {
	directory := flag.String("etcd-dir", "", "folder for etcd's data")
	client := flag.String("etcd-client", "", "URL that etcd listens on, as http://127.0.0.1:2379")
	peer := flag.String("etcd-peer", "", "URL for etcd's peers, as http://127.0.0.1:2380")
	flag.Parse()
	if err := startEtcd(*directory, *client, *peer); err != nil {
		fmt.Fprintln(os.Stderr, "etcd:", err)
		os.Exit(1)
	}
	command := app.NewAPIServerCommand()
	command.SetArgs(append([]string{"--etcd-servers=" + *client}, flag.Args()...))
	os.Exit(cli.Run(command))
}

func startEtcd(directory, client, peer string) error {
	clientURL, err := url.Parse(client)
	if err != nil {
		return err
	}
	peerURL, err := url.Parse(peer)
	if err != nil {
		return err
	}
	config := embed.NewConfig()
	config.Dir = directory
	config.LogLevel = "error"
	config.UnsafeNoFsync = true // the data dies with the test
	config.ListenClientUrls, config.AdvertiseClientUrls = []url.URL{*clientURL}, []url.URL{*clientURL}
	config.ListenPeerUrls, config.AdvertisePeerUrls = []url.URL{*peerURL}, []url.URL{*peerURL}
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	server, err := embed.StartEtcd(config)
	if err != nil {
		return err
	}
	select {
	case <-server.Server.ReadyNotify():
		return nil
	case err := <-server.Err():
		return err
	case <-time.After(60 * time.Second):
		return fmt.Errorf("not ready after 60 s")
	}
}
